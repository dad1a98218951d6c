"""What is written for production agrees with the code: variables, ports, paths, packages, processes."""

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from services.settings import Settings
from services.storage import S3Store
from tests.servers.app import AppServer, answers
from tests.servers.process import server_folder

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / 'Dockerfile').read_text()
COMPOSE = yaml.safe_load((ROOT / 'docker-compose.yml').read_text())
UNITS = sorted((ROOT / 'deploy').glob('*.service'))
USAGE = subprocess.run([sys.executable, ROOT / 'main.py', '--help'], check=True, capture_output=True, text=True).stdout
PROCESSES = set(re.search(r'\{(.*?)\}', USAGE).group(1).split(','))
VARIABLES = {f'A6HUB_{name.upper()}' for name in Settings.model_fields}


def packages(part: str) -> set[str]:
    """Return the packages of script/packages.txt that one part needs."""
    lines = (ROOT / 'script/packages.txt').read_text().splitlines()
    rows = [[cell.strip() for cell in line.split('|')] for line in lines if line and not line.startswith('#')]
    assert all(len(row) == 5 for row in rows), 'each line of script/packages.txt has five columns'
    return {row[0] for row in rows if row[1] == part}


def instructions(name: str) -> list[str]:
    """Return the arguments of each such instruction of the Dockerfile."""
    joined = re.sub(r'\\\n\s*', ' ', DOCKERFILE)
    return [line.split(maxsplit=1)[1] for line in joined.splitlines() if line.startswith(f'{name} ')]


def image_environment() -> dict[str, str]:
    """Return the variables that the image sets."""
    return dict(pair.split('=', 1) for line in instructions('ENV') for pair in line.split())


def env_file(name: str) -> dict[str, str]:
    """Return the variables of an example file in deploy/."""
    lines = (ROOT / 'deploy' / name).read_text().splitlines()
    return dict(line.split('=', 1) for line in lines if line and not line.startswith('#'))


def unit(path: Path) -> configparser.RawConfigParser:
    """Return a parsed unit of systemd."""
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str
    parser.read(path)
    return parser


class TestImage:
    def test_it_installs_exactly_the_server_packages(self):
        command = re.search(r'\$\((awk .*?)\) ', DOCKERFILE).group(1)
        listed = subprocess.run(command, shell=True, cwd=ROOT, check=True, capture_output=True, text=True)
        assert set(listed.stdout.split()) == packages('server')

    def test_it_sets_only_settings_that_exist(self):
        assert {name for name in image_environment() if name.startswith('A6HUB_')} <= VARIABLES

    def test_it_exposes_the_port_and_keeps_the_folder_that_it_configures(self):
        environment = image_environment()
        assert instructions('EXPOSE') == [environment['A6HUB_PORT']] == [str(Settings.model_fields['port'].default)]
        assert instructions('VOLUME') == [environment['A6HUB_DATA_DIR']]

    def test_it_starts_a_process_of_main_without_being_root(self):
        assert instructions('USER')[-1] == 'a6hub'
        assert DOCKERFILE.index('USER a6hub') < DOCKERFILE.index('ENTRYPOINT')
        assert yaml.safe_load(instructions('ENTRYPOINT')[0])[-1] == 'main.py'
        assert yaml.safe_load(instructions('CMD')[0])[0] in PROCESSES

    def test_its_base_is_pinned(self):
        assert all(re.search(r':\d+\.\d+', image) for image in instructions('FROM') if not image.startswith('base'))

    def test_the_build_sees_every_package_that_runs_and_no_test(self):
        lines = (ROOT / '.dockerignore').read_text().splitlines()
        kept = {line[1:] for line in lines if line.startswith('!')}
        assert all((ROOT / name).exists() for name in kept)
        assert {path.parent.name for path in ROOT.glob('*/__init__.py')} - {'tests', 'bench'} <= kept
        assert {'main.py', 'migrations', 'requirements.lock', 'script/packages.txt'} <= kept
        assert not kept & {'tests', '.venv'}

    def test_the_build_sees_every_folder_that_the_code_reads(self):
        sources = [path.read_text() for name in ('ide', 'services', 'workers') for path in (ROOT / name).rglob('*.py')]
        read = {name for text in sources for name in re.findall(r"__file__\)\.parents\[\d\] / '(\w+)'", text)}
        assert read >= {'components', 'docs', 'examples'}
        assert {f'!{name}' for name in read} <= set((ROOT / '.dockerignore').read_text().splitlines())

    def test_the_files_of_the_image_are_enough_to_serve(self):
        with server_folder('image') as folder:
            copy_build_context(folder / 'image')
            AppServer(folder, {}, 'migrate', root=folder / 'image').process.wait()
            server = AppServer(folder, {}, 'web', root=folder / 'image')
            try:
                server.wait_until_healthy()
                assert all(answers(f'{server.url}{path}') for path in ('/', '/help', '/explore', '/docs'))
            finally:
                server.process.stop()


def copy_build_context(target: Path) -> None:
    """Copy what .dockerignore lets through, as the engine does before it builds."""
    rules = [line for line in (ROOT / '.dockerignore').read_text().splitlines() if line and line[0] != '#']
    for name in [rule[1:] for rule in rules if rule.startswith('!')]:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, target / name)
    for rule in rules[1:]:
        for path in [] if rule.startswith('!') else list(target.glob(rule)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


class TestCompose:
    def ours(self) -> dict[str, dict]:
        return {name: service for name, service in COMPOSE['services'].items() if 'build' in service}

    def test_our_services_run_processes_of_main(self):
        assert {name: service['command'] for name, service in self.ours().items()} == {
            'migrate': ['migrate'],
            'web': ['web'],
            'worker': ['worker'],
        }

    def test_every_variable_is_a_setting(self):
        assert {name for service in self.ours().values() for name in service['environment']} <= VARIABLES

    def test_every_variable_of_the_env_file_is_used_and_none_is_missing(self):
        used = set(re.findall(r'\$\{(\w+)', (ROOT / 'docker-compose.yml').read_text()))
        assert used == set(env_file('compose.env.example'))

    @pytest.mark.parametrize(
        ('variable', 'service', 'port'),
        [
            ('A6HUB_DATABASE_URL', 'postgres', 5432),
            ('A6HUB_REDIS_URL', 'redis', 6379),
            ('A6HUB_S3_URL', 's3', 9000),
        ],
    )
    def test_each_url_names_a_service_of_the_file(self, variable, service, port):
        url = urlsplit(re.sub(r'\$\{\w+\}', 'x', COMPOSE['services']['web']['environment'][variable]))
        assert (url.hostname, url.port) == (service, port)
        assert service in COMPOSE['services']

    def test_the_urls_are_such_as_a6hub_takes(self):
        environment = COMPOSE['services']['web']['environment']
        assert Settings(database_url=environment['A6HUB_DATABASE_URL']).sqlalchemy_url.startswith('postgresql+')
        S3Store(environment['A6HUB_S3_URL'].replace('${', '').replace('}', ''))

    def test_web_is_published_on_loopback_with_the_port_of_the_image(self):
        assert COMPOSE['services']['web']['ports'] == [f'127.0.0.1:8080:{instructions("EXPOSE")[0]}']

    def test_the_data_folder_of_the_image_is_a_volume(self):
        mounts = {mount for service in self.ours().values() for mount in service['volumes']}
        assert mounts == {f'a6hub:{image_environment()["A6HUB_DATA_DIR"]}'}

    def test_every_volume_is_declared_and_used(self):
        used = {mount.split(':')[0] for service in COMPOSE['services'].values() for mount in service['volumes']}
        assert used == set(COMPOSE['volumes'])

    def test_images_of_others_are_pinned(self):
        images = {service['image'] for service in COMPOSE['services'].values() if 'build' not in service}
        assert images
        assert all(re.search(r':\D*\d+\.?\d', image) and not image.endswith(':latest') for image in images)

    def test_everything_that_stays_up_has_a_health_check(self):
        lasting = {name for name, service in COMPOSE['services'].items() if service['restart'] != 'no'}
        assert lasting == {name for name, service in COMPOSE['services'].items() if 'healthcheck' in service}
        assert ':8080/health' in COMPOSE['services']['web']['healthcheck']['test'][-1]

    def test_the_worker_may_make_namespaces_and_nothing_else(self):
        worker = COMPOSE['services']['worker']
        assert set(worker['security_opt']) == {
            'no-new-privileges:true',
            'seccomp=unconfined',
            'apparmor=unconfined',
            'systempaths=unconfined',
        }
        assert worker['cap_drop'] == ['ALL']
        assert 'privileged' not in worker


class TestUnits:
    def test_the_example_settings_exist(self):
        assert {name for name in env_file('a6hub.env.example') if name.startswith('A6HUB_')} <= VARIABLES

    @pytest.mark.parametrize('path', UNITS, ids=lambda path: path.name)
    def test_a_unit_starts_a_process_of_main_as_its_own_user(self, path):
        service = unit(path)['Service']
        assert re.fullmatch(r'/opt/a6hub/\.venv/bin/python main\.py (\w+)', service['ExecStart'])
        assert service['ExecStart'].split()[-1] in PROCESSES
        assert service['User'] == 'a6hub'
        assert service['EnvironmentFile'] == '/etc/a6hub/a6hub.env'

    @pytest.mark.parametrize('path', UNITS, ids=lambda path: path.name)
    def test_a_unit_may_write_the_data_folder_that_the_example_names(self, path):
        folder = env_file('a6hub.env.example')['A6HUB_DATA_DIR']
        assert folder == f'/var/lib/{unit(path)["Service"]["StateDirectory"]}'

    def test_the_worker_may_make_namespaces(self):
        assert 'RestrictNamespaces' not in unit(ROOT / 'deploy/a6hub-worker.service')['Service']

    def test_the_target_wants_units_that_exist(self):
        names = unit(ROOT / 'deploy/a6hub.target')['Unit']['Wants'].split()
        assert {re.sub('@.*(?=[.])', '@', name) for name in names} == {path.name for path in UNITS}


def test_everything_in_deploy_is_explained():
    guide = (ROOT / 'docs/operate.md').read_text()
    assert [path.name for path in (ROOT / 'deploy').iterdir() if f'deploy/{path.name}' not in guide] == []
