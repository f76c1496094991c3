"""Where everything starts: `streamlit run app.py` finds the server here; the frame of every page is ui/frame.py.

The server runs the frame, not this file: beside a folder named pages Streamlit would open those files bare, without it.
"""

from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui import frame, server

if get_script_run_ctx(suppress_warning=True) is None:
    server.check_settings()
    app = st.App(Path(frame.__file__), lifespan=server.lifespan, middleware=server.MIDDLEWARE)
else:
    frame.show()
