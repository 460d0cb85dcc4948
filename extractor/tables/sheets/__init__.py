"""绩效自评表 (performance self-assessment sheets) of a disclosure: `read` has the way in, `model` what comes of it."""
