import type { Metadata } from 'next';
import { AnsweringPanel } from '#components/settings/answering-panel.tsx';
import { LogPanel } from '#components/settings/log-panel.tsx';
import { SchedulePanel } from '#components/settings/schedule-panel.tsx';

export const metadata: Metadata = { title: 'Settings' };
export const dynamic = 'force-dynamic';

export default function SettingsPage() {
  return (
    <>
      <h1 className="mb-4 text-2xl font-semibold">Settings</h1>
      <div className="flex flex-col gap-4">
        <SchedulePanel />
        <AnsweringPanel />
        <LogPanel />
      </div>
    </>
  );
}
