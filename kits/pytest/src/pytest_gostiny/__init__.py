"""A Gostiny of one's own: start it, speak to it as a seller or as its operator, reset it, stop it."""

from ._server import Gostiny, GostinyError, Refused, Seller

__all__ = ["Gostiny", "GostinyError", "Refused", "Seller"]
