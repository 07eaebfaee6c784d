"""The computer under the program: folders, keychain, logs, process ownership, file attributes. No window, no SQL."""
