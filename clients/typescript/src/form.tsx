// Form inputs. Each has its path in the GraphQL input, and shows the field errors of that path.
import { createContext, useContext, useEffect, useRef, type ReactNode } from 'react';

export type FieldError = { path: string[]; code: string; message: string };

const Errors = createContext<readonly FieldError[]>([]);
export const FieldErrors = Errors.Provider;

/** The id of the input for an error: its path without the name of the argument. */
export function placeOf(error: FieldError): string {
  return error.path.slice(1).join('.');
}

// A list is one input: an error at tags.0 is shown at tags.
function useErrors(place: string, isList: boolean): FieldError[] {
  const within = (other: string) => other === place || (isList && other.startsWith(`${place}.`));
  return useContext(Errors).filter((error) => within(placeOf(error)));
}

/** The field errors of a path, as the description of the input with this id. */
export function ErrorText({ place, isList = false }: { place: string; isList?: boolean }) {
  const errors = useErrors(place, isList);
  return (
    <p className="error" id={`${place}-error`}>
      {errors.map((error) => error.message).join(' ')}
    </p>
  );
}

type Control = { id: string; 'aria-invalid': boolean; 'aria-describedby': string };
type FieldProps = {
  place: string;
  label: string;
  hint?: string;
  isList?: boolean;
  children: (control: Control) => ReactNode;
};

/** A label, an input and its errors. */
export function Field({ place, label, hint, isList = false, children }: FieldProps) {
  const errors = useErrors(place, isList);
  return (
    <div className="field">
      <label htmlFor={place}>{label}</label>
      {children({
        id: place,
        'aria-invalid': errors.length > 0,
        'aria-describedby': `${place}-hint ${place}-error`,
      })}
      {hint && <small id={`${place}-hint`}>{hint}</small>}
      <ErrorText place={place} isList={isList} />
    </div>
  );
}

type TextProps = Omit<FieldProps, 'children'> & {
  value: string;
  onChange: (value: string) => void;
  type?: 'text' | 'tel' | 'url' | 'search';
};

export function TextField({ value, onChange, type = 'text', ...field }: TextProps) {
  return (
    <Field {...field}>
      {(control) => (
        <input
          {...control}
          type={type}
          value={value}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

type ChoiceProps<Value extends string> = Omit<FieldProps, 'children'> & {
  value: Value;
  options: Readonly<Record<Value, string>>;
  onChange: (value: Value) => void;
};

export function ChoiceField<Value extends string>(props: ChoiceProps<Value>) {
  const { value, options, onChange, ...field } = props;
  const names = Object.keys(options) as Value[];
  return (
    <Field {...field}>
      {(control) => (
        <select
          {...control}
          value={value}
          onChange={(event) => onChange(event.target.value as Value)}
        >
          {names.map((name) => (
            <option key={name} value={name}>
              {options[name]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** A message. It takes the focus, so that screen readers read it. */
export function Notice({ tone, children }: { tone: 'good' | 'bad'; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <div
      className={`notice ${tone}`}
      role={tone === 'bad' ? 'alert' : 'status'}
      tabIndex={-1}
      ref={place}
    >
      {children}
    </div>
  );
}

/** Focus the input of an error, or the nearest enclosing one. */
export function goTo(error: FieldError): void {
  const names = error.path.slice(1);
  const places = names.map((_, index) => names.slice(0, names.length - index).join('.'));
  places
    .map((place) => document.getElementById(place))
    .find((found) => found)
    ?.focus();
}

/** Split typed tags, which are separated by commas or spaces. */
export function listed(text: string): string[] {
  return text.split(/[\s,]+/).filter((tag) => tag);
}
