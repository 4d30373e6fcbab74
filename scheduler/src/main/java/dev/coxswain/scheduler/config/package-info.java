/// What `--config` says: `KubeSchedulerConfiguration` v1, read strictly and checked, and the
/// plugins of each profile put together from it.
package dev.coxswain.scheduler.config;
