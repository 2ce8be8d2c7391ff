// Form fields. The name of each is its path in the GraphQL input, so that the errors of the server
// find it without a table.
import type { ReactNode } from 'react';
import { get, useFormContext, type FieldError } from 'react-hook-form';
import { Suggestion } from './suggestion';

type Control = {
  id: string;
  'aria-invalid': boolean;
  'aria-describedby': string | undefined;
};
type FieldProps = {
  className?: string;
  name: string;
  label: string;
  hint?: ReactNode;
  optional?: boolean;
  children: (control: Control) => ReactNode;
};

/** A label, a control, a hint, and what is wrong with it. */
export function Field(props: FieldProps) {
  const { className = '', name, label, hint, optional = false, children } = props;
  const { formState } = useFormContext();
  const error: FieldError | undefined = get(formState.errors, name);
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  return (
    <div className={`field ${className}`}>
      <label htmlFor={name}>
        {label} {optional && <span className="optional">optional</span>}
      </label>
      {children({
        id: name,
        'aria-invalid': error !== undefined,
        'aria-describedby': described || undefined,
      })}
      {hint && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className="error" id={`${name}-error`}>
          {error.message} <Suggestion name={name} error={error} />
        </p>
      )}
    </div>
  );
}

type TextProps = Omit<FieldProps, 'children'> & {
  type?: 'text' | 'tel' | 'url' | 'search' | 'password';
  required?: string;
  placeholder?: string | undefined;
};

export function TextField({ type = 'text', required, placeholder, ...field }: TextProps) {
  const { register } = useFormContext();
  return (
    <Field {...field}>
      {(control) => (
        <input
          {...control}
          {...register(field.name, required ? { required } : {})}
          type={type}
          placeholder={placeholder}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
        />
      )}
    </Field>
  );
}

type ChoiceProps = Omit<FieldProps, 'children'> & {
  options: readonly (readonly [value: string, label: string])[];
};

export function ChoiceField({ options, ...field }: ChoiceProps) {
  const { register } = useFormContext();
  return (
    <Field {...field} className="choice">
      {(control) => (
        <select {...control} {...register(field.name)}>
          {options.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function CheckField({ name, label, hint }: { name: string; label: string; hint?: string }) {
  const { register } = useFormContext();
  return (
    <div className="field check">
      <label>
        <input type="checkbox" {...register(name)} aria-describedby={hint && `${name}-hint`} />
        {label}
      </label>
      {hint && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** Several values of a list, each with a checkbox. */
export function ChecksField({ options, ...field }: ChoiceProps) {
  const { register, formState } = useFormContext();
  const error: FieldError | undefined = get(formState.errors, field.name);
  return (
    <fieldset className="field checks" aria-describedby={error && `${field.name}-error`}>
      <legend>{field.label}</legend>
      {options.map(([value, label]) => (
        <label key={value}>
          <input type="checkbox" value={value} {...register(field.name)} />
          {label}
        </label>
      ))}
      {error && (
        <p className="error" id={`${field.name}-error`}>
          {error.message}
        </p>
      )}
    </fieldset>
  );
}

export function FileField({ accept, ...field }: Omit<FieldProps, 'children'> & { accept: string }) {
  const { register } = useFormContext();
  return (
    <Field {...field}>
      {(control) => <input {...control} {...register(field.name)} type="file" accept={accept} />}
    </Field>
  );
}
