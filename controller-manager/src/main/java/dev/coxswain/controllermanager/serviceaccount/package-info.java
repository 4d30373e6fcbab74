/// What every namespace has from the start: a service account and the certificates to trust.
package dev.coxswain.controllermanager.serviceaccount;
