"""An invented web on loopback, so that anybody can see checks at work without visiting a real shop."""
