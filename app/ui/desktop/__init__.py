"""Qt adapters of the desktop: one window a data folder, the network's state, signals that ask to stop."""
