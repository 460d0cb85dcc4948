"""Made-up disclosures with their gold; the generator makes them anew."""
