"""The sample organisation: a district committee on 20 August 2022, with a finished phase and a running one."""
