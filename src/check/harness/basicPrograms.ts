/**
 * What shells and start scripts are made of: POSIX utilities that every base image has. An app that
 * uses them relies on its system no more than its own shell does.
 */
export const basicPrograms: ReadonlySet<string> = new Set(
  `sh bash dash ash busybox env true false test [ expr echo printf cat cut tr sed awk mawk gawk grep
  egrep head tail sort uniq wc tee xargs find ls dirname basename readlink realpath pwd id whoami
  uname arch hostname getconf nproc sleep date mkdir mktemp rm rmdir cp mv ln touch chmod chown
  stat stty tty tput which getopt ps kill setsid nohup nice ldconfig`.split(/\s+/),
);
