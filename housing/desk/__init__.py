"""The desk (工作台): what waits for whoever signed in, in one look."""
