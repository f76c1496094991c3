"""The engine of Client Base Lab: a sales base in, facts and classes of clients out. Knows nothing of the screen."""
