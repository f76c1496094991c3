"""The screen: session, language, sliders and parts of pages. The only room, with pages/, that knows Streamlit."""
