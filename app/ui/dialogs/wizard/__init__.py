"""The instance wizard: provider, address, credentials, connection test, colour and name."""

from app.ui.dialogs.wizard.sheet import InstanceWizard

__all__ = ["InstanceWizard"]
