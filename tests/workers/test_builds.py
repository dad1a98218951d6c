"""What builds leave for later builds: whole, by project, and never through a link that a job made."""

from workers.builds import MOST_PROGRAMS, Builds, copy_plain, digest_of, prune_builds

KEY = 'a' * 64


def made(folder, name, text='x'):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def test_a_program_is_found_by_its_key_with_what_was_written_down(tmp_path):
    builds = Builds(tmp_path / 'project')
    assert builds.find(KEY) is None
    builds.keep(KEY, made(tmp_path, 'program', 'code'), {'lines': ['warning'], 'opened': ['a.v']})
    program, record = builds.find(KEY)
    assert (program.read_text(), record) == ('code', {'lines': ['warning'], 'opened': ['a.v']})
    assert Builds(tmp_path / 'other').find(KEY) is None


def test_a_link_in_the_place_of_a_program_is_not_followed(tmp_path):
    secret = made(tmp_path, 'secret')
    (tmp_path / 'program').symlink_to(secret)
    Builds(tmp_path / 'project').keep(KEY, tmp_path / 'program', {})
    assert Builds(tmp_path / 'project').find(KEY) is None


def test_links_among_the_objects_are_left_out(tmp_path):
    made(tmp_path, 'cache/0/object')
    secret = made(tmp_path, 'secrets/secret')
    (tmp_path / 'cache/0/link').symlink_to(secret)
    (tmp_path / 'cache/folder').symlink_to(secret.parent)
    builds = Builds(tmp_path / 'project')
    builds.take_objects(tmp_path / 'cache')
    builds.lend_objects(tmp_path / 'lent')
    assert [path.relative_to(tmp_path / 'lent').as_posix() for path in (tmp_path / 'lent').rglob('*')] == [
        '0',
        '0/object',
    ]


def test_a_project_without_objects_begins_with_those_that_all_share(tmp_path):
    made(tmp_path, 'shared/object', 'ours')
    builds = Builds(tmp_path / 'project')
    builds.lend_objects(tmp_path / 'lent', first=tmp_path / 'shared')
    assert (tmp_path / 'lent/object').read_text() == 'ours'


def test_only_the_latest_programs_stay(tmp_path):
    builds = Builds(tmp_path / 'project')
    program = made(tmp_path, 'program')
    for number in range(MOST_PROGRAMS + 3):
        builds.keep(f'{number:064}', program, {})
    assert len(list(builds.folder.iterdir())) == MOST_PROGRAMS
    assert builds.find(f'{MOST_PROGRAMS + 2:064}')


def test_what_is_used_stays_when_the_old_is_removed(tmp_path):
    Builds(tmp_path / 'project').keep(KEY, made(tmp_path / 'elsewhere', 'program'), {})
    prune_builds(tmp_path)
    assert Builds(tmp_path / 'project').find(KEY)


def test_the_digest_depends_on_names_and_contents_and_leaves_access_times_alone(tmp_path):
    file = made(tmp_path, 'a.v')
    before = file.stat().st_atime_ns
    first = digest_of(['x'], [('a.v', file)])
    assert file.stat().st_atime_ns == before
    assert digest_of(['x'], [('b.v', file)]) != first
    assert digest_of(['y'], [('a.v', file)]) != first
    file.write_text('other')
    assert digest_of(['x'], [('a.v', file)]) != first


def test_nothing_is_copied_of_a_folder_that_is_not_there(tmp_path):
    assert copy_plain(tmp_path / 'nowhere', tmp_path / 'target') == 0
