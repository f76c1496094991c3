"""Whose base is open: the ways of running told apart, homes opened, closed and removed, a visit that comes and goes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import streamlit as st

from analytics import keeping, keeping_home
from analytics.errors import Unusable
from analytics.limits import limits
from analytics.thresholds import Thresholds
from tests.screens import Visitor, workspace_with
from ui import keeping_ways, server_peers
from ui import workspaces as rooms
from ui.keeping_ways import Way, digest, is_this_machine, way
from ui.workspaces import Workspaces

ROOT = Path(__file__).resolve().parent.parent
SALES = ("sales.csv", "Client,Date,Amount\nAnna,2025-01-10,700\nBoris,2025-02-20,200.50\nAnna,2025-03-05,100\n")
OTHER = ("other.csv", "Client,Date,Amount\nVera,2025-01-10,700\n")
PASSING = f"{Way.VISIT}_one"


@pytest.fixture
def root(tmp_path):
    return tmp_path / "bases"


@pytest.fixture
def all_homes(root):
    made = Workspaces(root)
    yield made
    made.close()


@pytest.fixture
def here(root, monkeypatch):
    """The screens' own workspaces, in a folder of this test."""
    monkeypatch.setenv("CLIENT_BASE_FOLDER", str(root))
    rooms.workspaces.cache_clear()
    yield rooms.workspaces()
    rooms.workspaces().close()
    rooms.workspaces.cache_clear()


def with_table(workspace) -> None:
    with workspace.warehouse.transaction() as cursor:
        cursor.execute("create table t as select 42 as a")


class TestTheWayOfRunning:
    @pytest.fixture(autouse=True)
    def _as_started(self, monkeypatch):
        monkeypatch.delenv(keeping_ways.KEEPING, raising=False)
        keeping_ways.sign_in_settings.cache_clear()
        yield
        keeping_ways.sign_in_settings.cache_clear()

    @pytest.fixture
    def options(self, monkeypatch):
        given = {"server.address": "127.0.0.1", "server.allowedHosts": ["localhost", "127.0.0.1"], "secrets.files": []}
        monkeypatch.setattr(st, "get_option", given.__getitem__)
        return given

    @pytest.mark.parametrize(
        ("address", "hosts", "expected"),
        [
            ("127.0.0.1", ["localhost", "127.0.0.1"], Way.OWNER),
            ("localhost", ["LOCALHOST."], Way.OWNER),
            ("::1", ["[::1]"], Way.OWNER),
            ("127.0.0.1", ["lab.example.com"], Way.VISIT),
            ("127.0.0.1", ["localhost", "*"], Way.VISIT),
            ("127.0.0.1", [], Way.VISIT),
            ("0.0.0.0", ["localhost"], Way.VISIT),
            ("192.168.1.5", ["localhost"], Way.VISIT),
            (None, ["localhost"], Way.VISIT),
            ("", ["localhost"], Way.VISIT),
            ("unix:///run/lab.sock", ["localhost"], Way.VISIT),
            ("127.0.0.1.example.com", ["localhost"], Way.VISIT),
        ],
    )
    def test_is_the_owners_only_when_nothing_but_this_machine_can_come(self, address, hosts, expected, options):
        options |= {"server.address": address, "server.allowedHosts": hosts}
        assert way() is expected

    @pytest.mark.parametrize("wanted", ["owner", "visit", "browser"])
    def test_can_be_said_by_hand(self, wanted, options, monkeypatch):
        monkeypatch.setenv(keeping_ways.KEEPING, wanted)
        assert way() == wanted

    @pytest.mark.parametrize("wanted", ["signed_in", "OWNER", "all"])
    def test_a_word_that_is_no_way_is_told(self, wanted, options, monkeypatch):
        monkeypatch.setenv(keeping_ways.KEEPING, wanted)
        with pytest.raises(Unusable) as caught:
            way()
        assert caught.value.code == "keeping_unknown"

    def test_secrets_that_cannot_be_read_open_the_server_to_nobody(self, tmp_path):
        (tmp_path / "secrets.toml").write_text("[auth")
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port=0", "--server.headless=true"]
        command.append(f"--secrets.files={tmp_path / 'secrets.toml'}")
        environment = os.environ | {"CLIENT_BASE_FOLDER": str(tmp_path / "bases")}
        started = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
        assert started.returncode != 0 and "secrets.toml" in started.stderr + started.stdout
        assert not (tmp_path / "bases").exists()

    @pytest.mark.parametrize("host", ["localhost", "LocalHost.", "127.0.0.1", "127.8.8.8", "::1", "[::1]"])
    def test_names_of_this_machine(self, host):
        assert is_this_machine(host)

    @pytest.mark.parametrize("host", [None, "", "*", "localhost.example.com", "10.0.0.1", "0.0.0.0", "::", "127.0.0"])
    def test_names_that_may_mean_another(self, host):
        assert not is_this_machine(host)

    def test_names_of_homes_do_not_give_the_secret_away_and_do_not_run_together(self):
        assert "secret" not in digest("secret") and len(digest("secret")) == 24
        assert len({digest("a", "bc"), digest("ab", "c"), digest("abc")}) == 3


class TestTheOtherEndOfAConnection:
    TABLE = """  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2136 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1
   1: 0100007F:9C40 0100007F:2136 01 00000000:00000000 00:00000000 00000000  1001        0 2
   2: 0100007F:2136 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 3
   3: 0100007F:9C41 0100007F:2136 06 00000000:00000000 00:00000000 00000000     0        0 4
"""
    SERVER = ("127.0.0.1", 0x2136)

    @pytest.fixture(autouse=True)
    def _table(self, tmp_path, monkeypatch):
        (tmp_path / "tcp").write_text(self.TABLE)
        monkeypatch.setattr(server_peers, "TABLES", (tmp_path / "tcp", tmp_path / "tcp6"))

    @pytest.mark.skipif(sys.byteorder != "little", reason="the table above is as a little-endian machine writes it")
    def test_its_user_is_the_owner_of_its_socket(self):
        assert server_peers.user_of(("127.0.0.1", 0x9C40), self.SERVER) == 1001

    @pytest.mark.skipif(sys.byteorder != "little", reason="the table above is as a little-endian machine writes it")
    def test_an_address_of_ipv6_that_stands_for_one_of_ipv4_is_the_same(self):
        assert server_peers.user_of(("::ffff:127.0.0.1", 0x9C40), self.SERVER) == 1001

    @pytest.mark.parametrize("port", [0x9C41, 0x9C42])
    def test_a_connection_that_is_over_or_unknown_has_none(self, port):
        assert server_peers.user_of(("127.0.0.1", port), self.SERVER) is None

    @pytest.mark.skipif(not hasattr(os, "getuid"), reason="no users to tell apart")
    @pytest.mark.parametrize(("user", "another"), [(1001, False), (1000, True)])
    def test_only_another_ones_is_a_stranger(self, user, another, monkeypatch):
        monkeypatch.setattr(os, "getuid", lambda: user)
        assert server_peers.is_another_user(("127.0.0.1", 0x9C40), self.SERVER) is another

    def test_where_the_system_does_not_tell_nobody_is_a_stranger(self):
        assert not server_peers.is_another_user(None, None)


class TestHomes:
    def test_a_browser_finds_its_base_again_after_a_restart(self, root):
        first = Workspaces(root)
        with_table(first.of("anna"))
        first.close()
        second = Workspaces(root)
        assert second.of("anna").warehouse.value("from t") == 42
        assert not second.of("boris").warehouse.has("t")
        second.close()

    def test_the_workspace_used_last_is_opened(self, all_homes):
        home = all_homes.home("owner").made()
        first, second = home.make(), home.make()
        all_homes.open("owner", first)
        assert all_homes.open("owner").name == first
        all_homes.open("owner", second)
        assert all_homes.open("owner").name == second

    @pytest.mark.parametrize("wanted", ["0" * 12, "..", "../owner", None])
    def test_a_workspace_that_is_not_there_is_not_made_up(self, wanted, all_homes):
        kept = all_homes.open("owner").name
        assert all_homes.open("owner", wanted).name == kept
        assert list(all_homes.home("owner").workspaces()) == [kept]

    def test_what_is_kept_is_on_disk_a_moment_later_and_at_once_when_the_server_ends(self, root):
        homes = Workspaces(root)
        workspace = homes.of("anna")
        workspace.keep(title="first")
        until = time.monotonic() + 30
        while keeping.load(workspace.folder).title != "first" and time.monotonic() < until:
            time.sleep(0.05)
        assert keeping.load(workspace.folder).title == "first"
        workspace.keep(title="second")
        homes.close()
        assert keeping.load(workspace.folder).title == "second"

    def test_a_slow_disk_does_not_hold_up_the_next_change(self, all_homes, monkeypatch):
        workspace, written, disk = all_homes.of("one"), [], threading.Event()
        began = threading.Event()

        def slow(folder, kept):
            began.set()
            assert disk.wait(30)
            written.append(kept.title)

        monkeypatch.setattr(keeping, "save", slow)
        workspace.keep(title="first")
        assert began.wait(30)
        change = threading.Thread(target=lambda: workspace.keep(title="second"), daemon=True)
        change.start()
        change.join(10)
        held_up = change.is_alive()
        disk.set()
        change.join(30)
        workspace.close()
        assert not held_up and written == ["first", "second"]

    def test_a_base_another_program_holds_is_left_to_it_and_told(self, root, all_homes):
        held = all_homes.open("owner")
        script = "import sys; from pathlib import Path; from ui.workspaces import Workspaces\n"
        script += "w = Workspaces(Path(sys.argv[1])).open('owner'); print(w.name, w.trouble.code)"
        told = subprocess.run([sys.executable, "-c", script, str(root)], capture_output=True, text=True, cwd=ROOT)
        name, code = told.stdout.split()
        assert code == "base_held" and name != held.name
        assert set(all_homes.home("owner").workspaces()) == {held.name, name}

    def test_a_broken_base_is_told_of(self, root):
        first = Workspaces(root)
        folder = first.of("anna").folder
        first.close()
        (folder / "base.duckdb").write_bytes(b"broken")
        second = Workspaces(root)
        assert second.of("anna").folder == folder and second.of("anna").trouble.code == "base_put_aside"
        second.close()

    def test_a_base_closed_and_opened_anew_is_the_same_base(self, all_homes):
        all_homes.of("anna").changed()
        all_homes.close_idle(-1)
        assert all_homes.of("anna").version == 1

    def test_one_written_to_by_another_program_meanwhile_is_not(self, all_homes):
        folder = all_homes.of("anna").folder
        all_homes.close_idle(-1)
        os.utime(folder / "base.duckdb", (1, 1))
        assert all_homes.of("anna").version == 1


class TestTidiness:
    def test_a_passer_bys_base_goes_when_idle_and_nobody_elses(self, all_homes):
        passing, owner = all_homes.open(PASSING), all_homes.open("owner")
        all_homes.remove_idle(3600)
        assert passing.folder.exists()
        all_homes.remove_idle(-1)
        assert not passing.home.exists() and owner.folder.exists()

    def test_what_a_passer_by_comes_back_to_is_empty(self, all_homes):
        with_table(all_homes.open(PASSING))
        all_homes.remove_idle(-1)
        assert not all_homes.open(PASSING).warehouse.has("t")

    def test_bases_of_passers_by_go_with_the_server(self, root):
        homes = Workspaces(root)
        folder = homes.open(PASSING).folder
        homes.close()
        assert not folder.exists()

    def test_those_of_a_killed_server_are_swept_at_the_next_start_and_those_of_a_living_one_are_not(self, root):
        script = "import os, sys; from pathlib import Path; from ui.workspaces import Workspaces\n"
        script += (
            "homes = Workspaces(Path(sys.argv[1])); print(homes.open('visit_one').folder, flush=True); sys.stdin.read()"
        )
        living = subprocess.Popen(
            [sys.executable, "-c", script, str(root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        folder = Path(living.stdout.readline().strip())
        Workspaces(root).close()
        assert folder.exists()
        living.kill()
        living.wait()
        Workspaces(root).close()
        assert not folder.exists()
        living.stdin.close()
        living.stdout.close()

    def test_an_idle_base_that_is_kept_is_only_closed(self, all_homes):
        with_table(all_homes.of("anna"))
        all_homes.close_idle(-1)
        assert all_homes.of("anna").warehouse.value("from t") == 42

    def test_homes_of_people_go_only_when_not_opened_for_the_days_of_the_limits(self, root, all_homes):
        for name in ("user_a", "owner"):
            all_homes.open(name)
        all_homes.remove_abandoned(-1)
        assert (root / "user_a").exists()
        all_homes.close_idle(-1)
        all_homes.remove_abandoned(3600)
        assert (root / "user_a").exists()
        all_homes.remove_abandoned(-1)
        assert not (root / "user_a").exists() and (root / "owner").exists()

    def test_a_home_whose_base_was_only_looked_at_is_in_use(self, root, all_homes):
        long_ago = time.time() - 3 * 3600
        all_homes.open("user_a")
        all_homes.close_idle(-1)
        for file in [root / "user_a", *(root / "user_a").rglob("*")]:
            os.utime(file, (long_ago, long_ago))
        all_homes.open("user_a")
        all_homes.close_idle(-1)
        all_homes.remove_abandoned(3600)
        assert (root / "user_a").exists()

    def test_one_home_that_cannot_be_closed_does_not_end_the_tidying(self, all_homes, monkeypatch):
        tidied, stop = [], threading.Event()

        def tidy():
            tidied.append("once more")
            if len(tidied) == 3:
                stop.set()
            raise OSError("a file is held")

        monkeypatch.setattr(rooms, "TIDY_EVERY_SECONDS", 0)
        monkeypatch.setattr(all_homes, "tidy", tidy)
        all_homes.keep_tidy(stop)
        assert len(tidied) == 3


class TestAVisit:
    @pytest.fixture
    def shop(self, here) -> str:
        return workspace_with(SALES)

    def new_tab(self, shop: str) -> Visitor:
        """As a person's: with what was kept of the base."""
        kept = rooms.workspaces().of(shop).kept
        tab = Visitor("en", shop)
        tab.workspace.keep(thresholds=kept.thresholds, choices=kept.choices)
        return tab

    def test_thresholds_and_choices_come_back_without_a_link(self, shop):
        tab = self.new_tab(shop).opens("overview", bucket="week")
        tab.chooses("window", "last_12_months")
        again = self.new_tab(shop).opens("overview")
        assert again.link["bucket"] == "week" and again.link["window"] == "last_12_months"

    def test_a_link_wins_over_what_is_kept_and_a_look_at_it_changes_nothing_kept(self, shop):
        rooms.workspaces().of(shop).keep(thresholds={"abc.share.a": "0.6", "bucket": "week"})
        linked = self.new_tab(shop).opens("abc_analysis", abc__share__a="0.5")
        assert linked.link == {"abc.share.a": "0.5"}
        assert rooms.workspaces().of(shop).kept.thresholds == {"abc.share.a": "0.6", "bucket": "week"}

    def test_a_language_in_the_link_leaves_the_rest_to_what_is_kept(self, shop):
        rooms.workspaces().of(shop).keep(thresholds={"abc.share.a": "0.6"})
        assert self.new_tab(shop).opens("abc_analysis", lang="ru").link == {"abc.share.a": "0.6", "lang": "ru"}

    def test_kept_values_that_are_no_longer_valid_are_passed_over_and_told(self, shop):
        rooms.workspaces().of(shop).keep(thresholds={"abc.share.a": "7", "bucket": "week"}, choices={"window": "??"})
        tab = self.new_tab(shop).opens("overview")
        assert tab.link == {"bucket": "week"} and len(tab.told) == 2

    def test_two_tabs_have_thresholds_of_their_own(self, shop):
        first, second = self.new_tab(shop).opens("overview"), self.new_tab(shop).opens("overview")
        first.chooses("bucket", "week")
        assert second.runs().link.get("bucket") is None
        assert second.headline == first.headline

    def test_the_base_is_called_after_its_file_until_it_gets_a_name(self, shop):
        tab = Visitor("en", shop).opens("data")
        assert tab.workspace.kept.shown == SALES[0]
        tab.workspace.keep(name="Shop")
        assert tab.runs().workspace.kept.shown == "Shop"

    def test_another_base_is_entered_without_a_trace_of_the_earlier_one(self, shop):
        tab = self.new_tab(shop).opens("overview", bucket="week")
        first = tab.workspace.name
        tab.presses("base.duplicate")
        assert tab.workspace.name != first and tab.workspace.kept.shown == f"{SALES[0]} (2)"
        assert tab.workspace.kept.thresholds == {"bucket": "week"}
        tab.chooses("bucket", "year").presses(f"base.{first}")
        assert tab.workspace.name == first and "bucket" not in tab.link
        (copy,) = set(keeping_home.Home(tab.workspace.home).workspaces()) - {first}
        assert tab.presses(f"base.{copy}").link["bucket"] == "year"

    def test_names_are_shown_letter_for_letter(self, shop):
        rooms.workspaces().of(shop).keep(name="![](http://x.example/y.png) :material/home: $x$")
        tab = Visitor("en", shop).opens("overview")
        assert any("http" in text for text in tab.reads())
        assert not any("](http" in text or ":material/home:" in text for text in tab.markdown())

    def test_what_was_wrong_with_the_base_is_said_beside_its_name(self, shop):
        tab = Visitor("en", shop)
        tab.workspace.trouble = Unusable("base_put_aside", file="base.unread")
        assert "base.unread" in tab.opens("data").app.warning[0].value.replace("\\", "")

    def test_the_textbook_is_kept_as_nothing(self, shop):
        tab = self.new_tab(shop).opens("overview", bucket="week")
        tab.chooses("bucket", Thresholds()["bucket"])
        assert tab.workspace.kept.thresholds == {}

    def test_a_base_too_large_for_the_home_is_called_off_with_a_sentence_and_the_old_one_stays(
        self, shop, tmp_path, monkeypatch
    ):
        (tmp_path / "little.toml").write_text("home_megabytes = 3\n")
        monkeypatch.setenv("CLIENT_BASE_LIMITS", str(tmp_path / "little.toml"))
        limits.cache_clear()
        try:
            tab = Visitor("en", shop).opens("data")
            rows = "".join(f"C{n},2025-01-{n % 28 + 1:02},{n}.25\n" for n in range(150_000))
            tab.uploads(("large.csv", f"Client,Date,Amount\n{rows}".encode()))
            assert tab.complaints == [tab.words.error(Unusable("home_full", limit=3))]
            assert SALES[0] in tab.headline
        finally:
            limits.cache_clear()
