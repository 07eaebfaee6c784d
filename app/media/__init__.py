"""Work on the bytes of media, without Qt: decryption and verification, and what is read out of a file."""
