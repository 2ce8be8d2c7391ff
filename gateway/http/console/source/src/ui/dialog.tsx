// Modal dialog: the browser keeps the focus inside, and Escape closes it.
import { useEffect, useId, useRef, type ReactNode } from 'react';

type DialogProps = { title: string; onClose: () => void; children: ReactNode };

export function Dialog({ title, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => element.current?.showModal(), []);
  return (
    <dialog ref={element} aria-labelledby={heading} onClose={onClose}>
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  );
}

type ConfirmProps = DialogProps & {
  action: string;
  keep?: string;
  isRunning: boolean;
  onConfirm: () => void;
};

/** Ask before something that cannot be undone. The safe choice has the focus. */
export function ConfirmDialog({
  action,
  keep = 'Cancel',
  isRunning,
  onConfirm,
  ...dialog
}: ConfirmProps) {
  const { title, onClose, children } = dialog;
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <div className="actions end">
        <button type="button" className="button" onClick={onClose} autoFocus>
          {keep}
        </button>
        <button type="button" className="button danger" disabled={isRunning} onClick={onConfirm}>
          {action}
        </button>
      </div>
    </Dialog>
  );
}
