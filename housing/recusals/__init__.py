"""Recusal (回避): officers stay off the cases of their own household and relations."""
