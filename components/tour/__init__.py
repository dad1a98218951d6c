"""A short tour of the page."""

from components.tour.tour import DoneEventArguments as DoneEventArguments
from components.tour.tour import Tour as Tour
from components.tour.tour import TourStep as TourStep
