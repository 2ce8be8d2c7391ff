// Suggestions: a button that puts what is certainly meant into the field of an error.
import { useFormContext, type FieldError } from 'react-hook-form';

export function Suggestion({ name, error }: { name: string; error: FieldError }) {
  const { setValue, setFocus, clearErrors } = useFormContext();
  const suggestion = error.types?.['suggestion'];
  if (typeof suggestion !== 'string') return null;
  const use = () => {
    setValue(name, suggestion, { shouldDirty: true });
    clearErrors(name);
    setFocus(name);
  };
  return (
    <button type="button" className="button small" onClick={use}>
      Use {suggestion}
    </button>
  );
}
