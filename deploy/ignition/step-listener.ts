import {
  type ExecutionEventListener,
  type ExecutionEventResult,
  ExecutionEventResultType,
} from "@nomicfoundation/ignition-core";

/** @param step What it is called in the journal. @param address Of a contract that was deployed. */
export type StepNotice = (step: string, address: string | undefined) => void;

/** Of everything that Ignition tells, the steps that succeeded. */
export function stepListener(notice: StepNotice): ExecutionEventListener {
  const done = ({ futureId, result }: { futureId: string; result: ExecutionEventResult }): void => {
    if (result.type === ExecutionEventResultType.SUCCESS) notice(futureId, result.result);
  };
  const told: Partial<ExecutionEventListener> = {
    deploymentExecutionStateComplete: done,
    callExecutionStateComplete: done,
  };
  const ignored = (): void => undefined;
  return new Proxy(told as ExecutionEventListener, {
    get: (listener, event) => (Reflect.get(listener, event) as typeof ignored | undefined) ?? ignored,
  });
}
