//! Codes under any sequence of uploads, sales and cancellations, against a model of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use gostiny_wire::{
    digital::{ProductUploadDigitalCodesInfoV1Request, ProductUploadDigitalCodesV1Request},
    scalar::{PostingNumber, ProductId},
};
use proptest::prelude::*;

use super::{codes_of, give_back, routes, sell, upload::info_v1, upload::v1};
use crate::{
    areas::{
        product::{self, tests::with_goods},
        stock,
    },
    call::Call,
    error::{Error, Result},
    job::{self, Due},
};

/// The product of that world that lies on no shelf.
const GAME: ProductId = ProductId(5);

#[derive(Clone, Debug)]
enum Step {
    /// Codes by their numbers.
    Upload(Vec<u8>),
    Sell(i64),
    /// The posting at this place, with or without having left the shelf.
    CallOff(usize, bool),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        prop::collection::vec(0_u8..40, 1..6).prop_map(Step::Upload),
        (1_i64..4).prop_map(Step::Sell),
        (0_usize..8, any::<bool>()).prop_map(|(place, left)| Step::CallOff(place, left)),
    ];
    prop::collection::vec(step, 1..24)
}

#[derive(Default)]
struct Model {
    known: BTreeSet<u8>,
    free: usize,
    sold: BTreeMap<PostingNumber, i64>,
}

/// Nobody counts what arrives.
async fn unheard(_: &mut Call, _: &Due) -> Result<()> {
    Ok(())
}

async fn upload(call: &mut Call, codes: &[u8]) -> Result<String> {
    let digital_codes = codes.iter().map(|number| format!("CODE-{number}")).collect();
    let task = v1(call, &ProductUploadDigitalCodesV1Request { digital_codes, product_id: GAME }).await?.result;
    let soon = call.now.plus_seconds(1);
    job::run_inside(call, &routes().job(stock::ARRIVED, unheard).executors(), soon).await?;
    let info = info_v1(call, &ProductUploadDigitalCodesInfoV1Request { task_id: task.task_id }).await?;
    Ok(info.result.status)
}

async fn take(call: &mut Call, model: &mut Model, number: usize, step: &Step) -> Result<()> {
    match step {
        Step::Upload(codes) => {
            let different: BTreeSet<u8> = codes.iter().copied().collect();
            let fits = different.len() == codes.len() && model.known.is_disjoint(&different);
            assert_eq!(upload(call, codes).await?, if fits { "imported" } else { "failed" }, "{codes:?}");
            if fits {
                model.free += codes.len();
                model.known.extend(different);
            }
        }
        Step::Sell(quantity) => {
            let held = stock::reserve(call, GAME, stock::FBO_WAREHOUSE, *quantity).await?;
            let units = usize::try_from(*quantity).unwrap();
            assert_eq!(held, model.free >= units);
            if held {
                let posting = PostingNumber(format!("P-{number}"));
                sell(call, &posting, &[(GAME, *quantity)]).await?;
                model.free -= units;
                model.sold.insert(posting, *quantity);
            }
        }
        Step::CallOff(place, left) => {
            let Some((posting, quantity)) = model.sold.iter().nth(*place).map(|(p, q)| (p.clone(), *q)) else {
                return Ok(());
            };
            if *left {
                stock::hand_over(call, GAME, stock::FBO_WAREHOUSE, quantity).await?;
            } else {
                stock::release(call, GAME, stock::FBO_WAREHOUSE, quantity).await?;
            }
            give_back(call, &posting, *left).await?;
            model.free += usize::try_from(quantity).unwrap();
            model.sold.remove(&posting);
        }
    }
    Ok(())
}

async fn agrees(call: &mut Call, model: &Model) -> Result<()> {
    let postings: Vec<PostingNumber> = model.sold.keys().cloned().collect();
    let held: HashMap<_, _> = codes_of(call, &postings).await?;
    let mut handed_out = BTreeSet::new();
    for (posting, quantity) in &model.sold {
        let codes = &held[posting][&GAME];
        assert_eq!(i64::try_from(codes.len()).unwrap(), *quantity);
        for code in codes {
            assert!(handed_out.insert(code.clone()), "{code} was sold twice");
        }
    }
    let sellable: i64 =
        stock::of_products(call, &[GAME]).await?.iter().map(|stock| stock.present - stock.reserved).sum();
    let free = i64::try_from(model.free).unwrap();
    assert_eq!(sellable, free);
    assert_eq!(model.known.len(), handed_out.len() + model.free);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn each_unit_has_one_code_and_each_code_one_unit(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(with_goods(move |call| {
            let steps = steps.clone();
            Box::pin(async move {
                let mut model = Model::default();
                for (number, step) in steps.iter().enumerate() {
                    take(call, &mut model, number, step).await?;
                    agrees(call, &model).await?;
                }
                Ok(())
            })
        }));
    }
}

#[tokio::test]
async fn only_digital_goods_take_codes() {
    with_goods(|call| {
        Box::pin(async move {
            let stocked = ProductId(2);
            let request = ProductUploadDigitalCodesV1Request { digital_codes: vec!["A".into()], product_id: stocked };
            assert!(matches!(v1(call, &request).await, Err(Error::WrongState(_))));
            assert_eq!(upload(call, &[1, 2]).await?, "imported");
            let found = product::digital(call, &[GAME, stocked]).await?;
            assert_eq!(found.into_iter().collect::<Vec<_>>(), [GAME]);
            let posting = PostingNumber::from("P-1");
            sell(call, &posting, &[(ProductId(2), 5)]).await?;
            assert!(codes_of(call, std::slice::from_ref(&posting)).await?.is_empty());
            let refused = sell(call, &posting, &[(GAME, 3)]).await;
            assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
            Ok(())
        })
    })
    .await;
}
