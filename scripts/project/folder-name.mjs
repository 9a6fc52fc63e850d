/** Signs in the name of a folder with which others do not find their files. Spaces, other alphabets, `%`, `?` and the like are no trouble. */
const signs = [
  { sign: '*', who: 'Node.js', what: 'run' },
  { sign: '#', who: 'Tailwind CSS', what: 'build' },
];

/**
 * Why nothing can be run, or built, in a folder; null: it can.
 *
 * @param {string} folder
 * @param {'run' | 'build'} what
 */
export function unusableName(folder, what) {
  const found = signs.find((each) => each.what === what && folder.includes(each.sign));
  if (found === undefined) return null;
  return `The project is in ${folder}, and ${found.who} finds no files below a folder with ${found.sign} in its name.\nRename that folder, or move the project, then try again.`;
}
