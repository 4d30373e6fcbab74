/// Fills cluster roles that gather the rules of others, such as `admin`, `edit` and `view`.
package dev.coxswain.controllermanager.clusterroleaggregation;
