/// Limit ranges: what containers get that say nothing, and what nobody may go beyond.
package dev.coxswain.apiserver.admission.limits;
