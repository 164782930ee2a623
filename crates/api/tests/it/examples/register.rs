//! An establishment in the register of companies.

use super::Told;
use crate::{
    company_register::{self, CompanyRegister},
    raw::Cookies,
};
use forprev_api::openapi::examples::SIRET;
use forprev_core::endpoint as e;
use forprev_testkit::{Database, Holding, TestApp};

pub async fn of_a_company(told: &mut Told) {
    let register = CompanyRegister::start();
    register.tells(SIRET, company_register::Told::default());
    let known = register.known();
    let app = TestApp::with(Database::Sqlite, |app| app.register = Some(known));
    let by = Cookies::of(&app, &app.person(&[Holding::Demandeur]).email).await;
    told.call(&app, Some(&by), e::GET_COMPANY, &e::GET_COMPANY.path_with(&[SIRET]), 0).await;
}
