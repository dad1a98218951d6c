"""Short messages."""

from components.toasts.toasts import ToastEventArguments as ToastEventArguments
from components.toasts.toasts import Toasts as Toasts
