// Field errors of the server, at the fields of a form: the path of an error, without the name of the
// argument, is the name of a field.
import type { FieldValues, Path, UseFormReturn } from 'react-hook-form';
import { listed } from '../words';

export type ServerError = {
  readonly path: readonly string[];
  readonly code: string;
  readonly message: string;
  readonly suggestion: string | null;
};

/** Show each error at its field, or at the closest one around it. */
export function showErrors<Values extends FieldValues>(
  form: UseFormReturn<Values>,
  errors: readonly ServerError[],
): void {
  for (const name of new Set(errors.map(fieldOf))) {
    if (!name) continue;
    const here = errors.filter((error) => fieldOf(error) === name);
    const suggestion = suggested(form.getValues(name as Path<Values>), here);
    form.setError(name as Path<Values>, {
      type: here[0]?.code ?? '',
      message: here.map((error) => error.message).join(' '),
      ...(suggestion && { types: { suggestion } }),
    });
  }
}

/** The name of the field that an error belongs to. */
export function fieldOf({ path }: ServerError): string | undefined {
  const [, ...parts] = path;
  const names = parts.map((_, index) => parts.slice(0, parts.length - index).join('.'));
  return names.flatMap((name) => [name, `${name}.kind`]).find(hasField);
}

function hasField(name: string): boolean {
  return document.getElementsByName(name).length > 0;
}

/** What the field should hold: a suggestion for an item of a list takes the place of that item. */
function suggested(typed: unknown, errors: readonly ServerError[]): string | null {
  const items = listed(String(typed));
  for (const { path, suggestion } of errors) {
    const index = Number(path.at(-1));
    if (suggestion === null) return null;
    if (Number.isNaN(index)) return suggestion;
    items[index] = suggestion;
  }
  return items.join(' ');
}
