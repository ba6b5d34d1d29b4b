import type { Command } from 'commander';

/** Options of pipelines that ask feeds. */
export interface FeedOptions {
  feed?: string;
  replayDir?: string;
}

export const addFeedOptions = (command: Command): Command =>
  command
    .option('--feed <names>', 'feeds in order of preference (default: FEEDS)')
    .option('--replay-dir <folder>', 'recorded days for the replay feed (default: REPLAY_DIR)');

/** What they are as variables, which they go before. */
export const feedsEnvironment = ({ feed, replayDir }: FeedOptions) => ({
  FEEDS: feed,
  REPLAY_DIR: replayDir,
});
