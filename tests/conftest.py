"""What several modules of tests begin with."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def own_rooms(tmp_path_factory):
    """The screens' workspaces in a folder of this module, so that no test meets a base of the person at this machine."""
    # Imported here: most tests know nothing of the screens.
    from ui.workspaces import workspaces

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLIENT_BASE_FOLDER", str(tmp_path_factory.mktemp("bases")))
        workspaces.cache_clear()
        yield
        workspaces().close()
        workspaces.cache_clear()


@pytest.fixture(scope="session")
def souvenirs(tmp_path_factory):
    """The warehouse of the souvenir company with all its bases, in English; to be asked, not changed."""
    from tests.samples import opened_sample

    warehouse = opened_sample("souvenirs", tmp_path_factory.mktemp("souvenirs"))
    yield warehouse
    warehouse.close()
