/** One thing that goes wrong around a generated app, and the test that shows what comes of it. */
export interface AppFault {
  /** Its row, e.g. `G1`. */
  readonly row: string;
  readonly fault: string;
  /** A part of the titles of the tests that prove it; those of each app and mode count. */
  readonly test: string;
}

const fault = (row: string, what: string, test: string): AppFault => ({ row, fault: what, test });

const OWN_TESTS = 'passes its own CI';

/** What generated apps must bear, in the order of the rows. */
export const APP_FAULTS: readonly AppFault[] = [
  fault(
    'G1',
    'a variable is missing, empty, malformed or out of range',
    'each wrong value of each variable stops it with 78 before it listens',
  ),
  fault(
    'G1',
    'several variables are wrong at once',
    'all errors are reported at once, by every process type and admin task',
  ),
  fault('G2', 'SIGTERM under load', 'keep-alive clients loses no request'),
  fault('G2', 'SIGTERM in the middle of a request', 'SIGTERM: the request in flight is answered'),
  fault(
    'G2',
    'SIGTERM with idle connections',
    'SIGTERM closes idle keep-alive connections and does not wait for them',
  ),
  fault('G2', 'a second signal', 'a second signal ends it at once, non-zero'),
  fault('G2', 'a request that never ends', 'past SHUTDOWN_TIMEOUT it ends, non-zero'),
  fault(
    'G3',
    'a service is down at boot',
    'away at boot: alive, not ready, and ready without a restart',
  ),
  fault('G3', 'a service is restarted', 'gone and back while it runs'),
  fault('G3', 'connections are killed', 'connections that were ended are replaced unnoticed'),
  fault('G3', 'a password is changed', 'a password that was changed: not ready, until it is right'),
  fault('G3', 'a database is out of connections', 'one that has no connection left'),
  fault(
    'G3',
    'a service takes everything and answers nothing; no connection leaks',
    'one that never answers: bounded, and the rest is served',
  ),
  fault('G3', 'a service is slow', 'one that answers slowly: waited for, and the rest is served'),
  fault(
    'G3',
    'a service is slow and SIGTERM comes',
    'SIGTERM while it answers slowly: the request is answered',
  ),
  fault('G3', 'mail is refused by the server', 'what the server refuses is 503'),
  fault('G3', 'mail is taken, and that is not confirmed', 'what is not confirmed is 503'),
  fault(
    'G4',
    'passwords of services: in answers, logs, arguments, also encoded',
    'a password is shown nowhere and in no form, whatever goes wrong',
  ),
  fault(
    'G4',
    'secrets in requests',
    'authorization, cookies, passwords in URLs and bodies never appear',
  ),
  fault(
    'G4',
    'secrets in the image',
    'holds nothing of the checkout that it was not meant to, in no layer',
  ),
  fault('G5', 'malformed requests', 'malformed requests: each is refused'),
  fault('G6', 'a huge body, declared or chunked', 'a body over 1 MiB is 413, declared or chunked'),
  fault('G6', 'a huge file, declared or chunked', 'more than 10 MiB is 413, declared or not'),
  fault('G6', 'many large files at once', 'of 10 MiB at once, both ways: bounded memory'),
  fault('G6', 'clients that vanish', 'clients that vanish in the middle of a request'),
  fault('G6', 'slow clients: stalled uploads', OWN_TESTS),
  fault('G7', 'the port is taken', 'a taken port ends it non-zero within 10 s, saying so'),
  fault(
    'G7',
    'the port is none',
    'each wrong value of each variable stops it with 78 before it listens',
  ),
  fault('G8', 'a handler raises', OWN_TESTS),
  fault(
    'G9',
    'newlines and escapes in what is logged',
    'newlines and escapes in paths and headers stay inside one line',
  ),
  fault('G9', 'whoever read the log is gone', OWN_TESTS),
  fault('G9', 'the pipe of the log is full', 'serves on when nobody reads its log'),
  fault(
    'G10',
    'PID 1, no privilege, read-only root',
    'has the server as PID 1, with no privilege and nothing to write on',
  ),
  fault(
    'G10',
    'the container is stopped in the middle of a request',
    'answers the request in flight when it is stopped, and ends with 0',
  ),
  fault(
    'G10',
    'numeric user, no shell',
    'runs the command of the Procfile as a numeric user, without a shell',
  ),
  fault(
    'G11',
    'SIGTERM in the middle of a job',
    'SIGTERM in the middle of a job: it is finished, or done by another',
  ),
  fault(
    'G11',
    'SIGTERM and a job that does not end',
    'SIGTERM and a job that does not end: it is given back',
  ),
  fault('G11', 'a worker is killed at any moment', 'killed at many moments: each effect once'),
  fault('G11', 'a poison message', 'poison fails after five attempts and holds up nothing'),
  fault(
    'G11',
    'a message is delivered twice, many workers',
    'two instances and two workers: 200 jobs, each effect once',
  ),
  fault(
    'G11',
    'a request is repeated, with its key',
    'one key is one job, when many requests race on two instances',
  ),
  fault(
    'G11',
    'the broker ends while jobs wait in it',
    'the server gone while jobs wait in it: none is lost',
  ),
  fault(
    'G12',
    'migrations three at once, and again',
    'three releases at once all succeed, and one more changes nothing',
  ),
  fault(
    'G12',
    'a migration that is killed anywhere',
    'a release that was killed anywhere is finished by the next',
  ),
  fault(
    'G13',
    'every two services together: format, lint, types',
    'installs from its lock and passes its own CI',
  ),
  fault('G13', 'the Dockerfile', 'has a Dockerfile without a problem'),
  fault('G13', 'compose.yaml', 'is understood without a warning'),
  fault('G13', 'the workflow', 'has a workflow without a problem'),
  fault('G13', 'the Procfile', 'is run by foreman as its Procfile says'),
  fault(
    'G14',
    'a fresh clone, installed from the lock alone, by hash',
    'installs from its lock and passes its own CI',
  ),
  fault('G14', 'an image with exactly what is locked', 'holds exactly the locked packages'),
  fault('G15', 'many starts and stops', 'starts and stops on one port leave nothing behind'),
];
