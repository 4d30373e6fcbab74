/// Keeps the address ranges of services as long as services have addresses from them.
package dev.coxswain.controllermanager.servicecidr;
