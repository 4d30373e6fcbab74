/// Carries decisions out: tells the API server, and people through events and conditions. It
/// decides nothing.
package dev.coxswain.scheduler.binding;
