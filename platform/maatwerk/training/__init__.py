"""What they learn: runs, attendance, certificates, who may act as what."""
