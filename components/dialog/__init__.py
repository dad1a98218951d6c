"""Modal questions."""

from components.dialog.dialog import Answer as Answer
from components.dialog.dialog import Dialogs as Dialogs
from components.dialog.dialog import Field as Field
