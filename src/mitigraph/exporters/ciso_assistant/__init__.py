"""Libraries of CISO Assistant: a framework with its reference controls, and mapping sets."""
