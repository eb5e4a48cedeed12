"""Public rental housing (公租房): from application to key, and from lease to exit."""

VERSION = "0.4.0"
