import { type Platform, platformOf } from '#server/kernel/system/platform.ts';

/** The platform that the tests run on. */
export function thisPlatform(): Platform {
  const platform = platformOf(process.platform);
  if (platform === null) throw new Error(`The lab does not run on ${process.platform}.`);
  return platform;
}
