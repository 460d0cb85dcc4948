"""The accounts check themselves: identities over facts and figures, and which engine to believe."""
