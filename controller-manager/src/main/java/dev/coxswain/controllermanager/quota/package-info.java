/// Counts what is in a namespace against its resource quotas.
package dev.coxswain.controllermanager.quota;
