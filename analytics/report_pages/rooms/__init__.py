"""A chapter per page of the product: `tell(asked)` of each gives the chapter, or raises Missing with the reason."""
