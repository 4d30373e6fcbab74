/// Starts jobs by the clock.
package dev.coxswain.controllermanager.cronjob;
