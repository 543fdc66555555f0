"""What articles rest on: references, citations, and what PubMed says of them."""
