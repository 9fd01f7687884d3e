import { FormMessage } from "#components/account/form-message.tsx";
import { Button } from "#components/ui/button.tsx";

export interface SaveBarProps {
  label: string;
  isChanged: boolean;
  isPending: boolean;
  message: string | null;
  onReset(): void;
}

/** Below a form: what is wrong with it as a whole, save, and back to what is saved while something is changed. */
export function SaveBar({ label, isChanged, isPending, message, onReset }: SaveBarProps) {
  return (
    <div className="grid gap-3">
      <FormMessage message={message} />
      <div className="flex gap-2">
        <Button type="submit" pending={isPending} disabled={!isChanged}>
          {label}
        </Button>
        {isChanged && !isPending && (
          <Button variant="ghost" onClick={onReset}>
            Discard
          </Button>
        )}
      </div>
    </div>
  );
}
