/// Strategies and tables of jobs and cron jobs.
package dev.coxswain.apiserver.registry.batch;
