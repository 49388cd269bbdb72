/**
 * The part of --help that follows the flags. At most 80 columns wide.
 * @param stack the one that the examples name
 */
export function helpEpilogue(stack: string): string {
  return `
Without a terminal (CI, scripts):
  Nothing is ever asked. Answer with flags, with TWELVE_FACTOR_<OPTION> in the
  environment, or with --answers FILE (JSON or YAML; "-" is stdin), in this
  order of precedence; --yes takes the default for whatever is left.
    npx create-twelve-factor orders --stack ${stack} --yes --docker-build
    npm create twelve-factor@latest orders -- --stack ${stack} --yes

Exit codes:
  0 done                          4 environment: disk, permission, Node
  1 internal error: a bug         5 project complete, a later step failed
  2 usage or answers              7 check found a broken factor
  3 target refused                6, 8 kept for conflicts and available updates
  129, 130, 143 on HUP, INT, TERM; 130 also when you decline
`;
}
